"""What is known about large language models, and the rules that the catalog's files must meet.

Data flows one way: YAML files → `catalog.reader` → records → `db.build` → SQLite → pages and data routes.
"""
