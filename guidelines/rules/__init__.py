"""What the guidelines app decides: content, hashes, differences. Pure Python; time and randomness are
arguments.
"""
