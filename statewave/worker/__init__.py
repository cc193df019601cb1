"""What is done outside of the database: loops that claim jobs, do them and say so."""
