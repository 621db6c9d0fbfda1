"""New sources of a site: what is moved over from another program. They are written once, and outputs never."""
