"""The demo city: one population of persons and firms, and what every agency knows of them.

One module an agency, each a table of builders by dataset; all draw from the same persons and firms,
so that keys meet across agencies. The same scale and seed make the same bytes.
"""
