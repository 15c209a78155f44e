"""English as it is read everywhere: the day before the month, the month in letters, hours from 0 to 23."""
