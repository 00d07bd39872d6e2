/// A value that is made when it is first needed: tables of a million rows are not, for a picture.
final class Deferred<Value> {
  /// The value.
  private(set) lazy var value: Value = make()
  private let make: () -> Value

  /// Keeps how the value is made.
  init(_ make: @escaping () -> Value) {
    self.make = make
  }
}
