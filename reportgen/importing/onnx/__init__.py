"""Networks as ONNX keeps them.

A file is read without its weights (``slim``) and made a program over tensors (``read``), one function for each of
ONNX's operators (``operators``). Nothing in a file is ever run, and no other file is ever opened.
"""
