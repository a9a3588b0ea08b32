# The class that belongs to an error number; the numbers are those of Linux.
for number in range(1, 134):
    cls = type(OSError(number, "x"))
    if cls is not OSError:
        print(number, cls.__name__)
