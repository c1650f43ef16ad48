"""Rules for failures that show at the stage: grant."""
