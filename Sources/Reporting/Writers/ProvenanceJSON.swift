import Measurements

/// What a report was made of and with, as JSON: in every page, and in the report as JSON.
struct ProvenanceJSON {
  let composer: DocumentComposer

  /// Writes the object.
  func write(to json: inout JSONWriter) {
    let provenance = composer.provenance
    json.beginObject()
    json.member("schema", ReportJSON.schema)
    json.member("tool", provenance.tool)
    json.key("libraries")
    json.beginArray(inline: true)
    for library in provenance.libraries { json.value(library) }
    json.endArray()
    json.member("command", provenance.command)
    write("parameters", provenance.parameters, to: &json)
    write("templates", provenance.templates, to: &json)
    json.key("capture")
    CaptureJSON.write(composer.material.analysis, to: &json)
    json.key("warnings")
    json.beginArray()
    for warning in ProvenancePart(composer: composer).warnings() { json.value(warning) }
    json.endArray()
    json.endObject()
  }

  /// The object as text.
  func text() -> String {
    var json = JSONWriter(pretty: false)
    write(to: &json)
    return String(decoding: json.takeBytes(), as: UTF8.self)
  }

  private func write(_ name: String, _ entries: [Provenance.Entry], to json: inout JSONWriter) {
    json.key(name)
    json.beginObject()
    for entry in entries { json.member(entry.name, entry.value) }
    json.endObject()
  }
}
