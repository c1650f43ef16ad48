"""Rules for failures that show at the stage: authorization."""
