extension Page {
    /// The whole HTML document.
    func document(in context: ViewContext) -> HTML { "<!DOCTYPE html>\(main(in: context))" }
}
