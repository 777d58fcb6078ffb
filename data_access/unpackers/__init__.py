"""Programs that unpack one file from outside into delimited text, each in a process of its own."""
