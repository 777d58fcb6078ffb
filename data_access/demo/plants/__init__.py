"""What is planted in the demo city, one module a family of models, each with its truth.

A family takes persons and firms from the city's reserve, gives them rows in the shape of the
ordinary ones, and says what the model ought to find. Nothing outside this folder knows of it.
"""
