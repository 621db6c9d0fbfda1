"""Site to Outputs: each producer yields files of the built site, and what it found wrong while making them."""
