"""Where everything is kept: tables, engines, migrations."""
