"""The chapters of the pages: each gives its pages and the files beside them."""
