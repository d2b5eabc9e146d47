"""One kind of archive a file: each puts the files of an archive into a store (`worker.Unpacker`)."""
