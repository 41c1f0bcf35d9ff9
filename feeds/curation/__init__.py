"""What helps a curator before a change goes out."""
