"""What writes sources for people: a new edition of an event, a new site."""
