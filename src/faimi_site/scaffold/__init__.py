"""What writes sources for people, and outputs never: a new edition, a new site, a site moved over from Jekyll."""
