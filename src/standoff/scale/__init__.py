"""The same readers over many documents at once. Nothing here changes a row: it only decides where reading happens."""
