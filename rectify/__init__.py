"""整改“后半篇”: the project package, and what both apps stand on.

It imports nothing: each process that opens a file from outside begins here, and waits for what stands here.
"""
