"""Programs over tensors, as ONNX and PyTorch keep them, recognised as layers.

A reader says what the source does in a small vocabulary of its own (``program``). What was spelt out by hand is
given its name (``rewriting``), and each operation becomes a layer (``lowering``). Reshaping and transposing make no
layers: they make views of one (``views``), and only a reader that needs another order of values puts layers
between (``arranging``).
"""
