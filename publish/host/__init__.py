"""What a static host has to be told, and a small server that does it."""
