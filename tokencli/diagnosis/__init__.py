"""Why a run failed: evidence in, findings out. Pure rules over frozen values."""
