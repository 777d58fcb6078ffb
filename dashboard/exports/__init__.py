"""The writers of files that leave the house: one a format, and none beside them."""
