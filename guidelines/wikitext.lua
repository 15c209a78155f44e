-- What pandoc would leave out of a wiki's text stays as it is written: templates, and notes in brackets.

function RawInline(raw)
  if raw.format == "mediawiki" then
    return pandoc.Str(raw.text)
  end
end

function RawBlock(raw)
  if raw.format == "mediawiki" then
    return pandoc.Para({pandoc.Str(raw.text)})
  end
end

function Note(note)
  local words = pandoc.utils.blocks_to_inlines(note.content)
  table.insert(words, 1, pandoc.Str(" ["))
  table.insert(words, pandoc.Str("]"))
  return words
end
