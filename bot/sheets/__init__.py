"""Tables from files: CSV and XLSX as other programs really write them."""
