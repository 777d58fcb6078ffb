"""Long work (intake, screening, export, withdrawal) in a process of its own."""
