"""Sources to Site: all that authors write is read, understood and validated here, and nowhere later."""
