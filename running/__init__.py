"""How the installation fares: what ran last and when, and what is wrong with it, in sentences."""
