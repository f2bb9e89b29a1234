"""The catalog as SQL: tables, the build from YAML records, queries and the export."""
