"""Files that hold tables: CSV, Excel workbooks, web pages and pasted text; read with care, as anybody may send them."""
