"""What the home app decides, without Django."""
