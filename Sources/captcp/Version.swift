/// The version of the program, in one place.
enum Version {
  /// The number.
  static let number = "0.1.0"
  /// Name and number, as files and reports print it.
  static let tool = "captcp \(number)"
}
