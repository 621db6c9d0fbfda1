"""Builds the websites of tutorials and workshops."""

__version__ = "0.1.0"
