"""How the pool and the casework store are reached. SQLAlchemy; no Streamlit."""
