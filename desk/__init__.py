"""The curator's tools, for work before anything is published, and the command line.

They import `feeds` and are never imported by it; `doctor` does not import `feeds` either.
"""
