"""HTTP as frozen values: what was sent, what came back, and how both are shown. Pure; imports nothing of ours."""
