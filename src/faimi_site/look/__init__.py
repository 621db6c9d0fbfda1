"""What checks look at in a finished page, found in its HTML alone."""
