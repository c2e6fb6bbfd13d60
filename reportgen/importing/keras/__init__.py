"""Keras: its archives, its HDF5 files and the JSON of its models, read without Keras and without running them.

A model's file says which layers it has and how they read each other; that is all that is read. Shapes are worked out
here, channels first, and whatever Keras tells of them is compared.
"""
