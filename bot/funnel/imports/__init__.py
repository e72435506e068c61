"""From exported tables to rows: which column is what (mappings/*.yaml), and what a row says."""
