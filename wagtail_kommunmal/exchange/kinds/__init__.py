"""The kinds of tables that are exported and imported."""
