"""Text written in one encoding and read in another: back to its bytes, and from these to what was written."""
