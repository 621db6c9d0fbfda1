"""The only code that touches files: sources are read, outputs written, results remembered between builds."""
