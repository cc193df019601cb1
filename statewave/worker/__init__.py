"""What runs beside the database: loops that do its slow work, outside of its transactions."""
