"""What helps a curator before anything is published, and the command line.

It uses `feeds` and is never imported by it; `doctor` does without `feeds` too.
"""
