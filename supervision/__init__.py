"""What we know about legal supervision: contracts, models, ledgers, leads.

Pure: no store, no screen, no clock.
"""
