"""What may be seen of what people answered and wrote, and when, measured against all that was seen before."""
