"""What the product decides about threads; pure, no Django, no clock, no chance."""
