"""`python -m faimi_site` is `faimi-site`."""

from faimi_site.cli import main

if __name__ == "__main__":
    main()
