"""What the bundled console starts with: the same `main` that `grid-console` calls."""

import sys

from console.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
