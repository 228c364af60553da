//! Macros that emitted code calls.

/// Defines the field table of objects: one line per field, `slot: "key", flags…;`, in the order of the schema.
///
/// Flags correspond to [`Field`](crate::wire::Field): `sensitive`, `as_text`, `json_text`, `seconds`, `required`, `id`, `bare`, `limits(&[…])`.
///
/// Rules across fields follow the fields: `object!(Talent { … }, rules(&[…]));`.
#[macro_export]
macro_rules! object {
    ($name:ident { $($slot:ident: $key:literal $(, $flag:ident $(($($argument:tt)*))?)*;)* } $(, rules($($rules:tt)*))?) => {
        const _: () = {
            static SHAPE: $crate::wire::Shape = {
                // Imported here, so that a type of the schema may have the same name.
                #[allow(unused_imports)]
                use $crate::wire::{Condition, Limit, Rule};
                $crate::wire::Shape::new(
                    ::core::stringify!($name),
                    &[$($crate::wire::Field::new($key)$(.$flag($($($argument)*)?))*),*],
                )$(.rules($($rules)*))?
            };

            #[allow(deprecated)]
            impl $crate::wire::Object for $name {
                #[inline]
                fn read_fields(
                    &mut self,
                    from: &mut $crate::wire::Reader<'_>,
                ) -> ::core::result::Result<bool, $crate::wire::ReadError> {
                    from.object(&SHAPE, &mut [$(&mut self.$slot),*], &mut self.unknown_fields)
                }

                #[inline]
                fn values(&self, visit: &mut $crate::wire::Visitor<'_>) {
                    visit(&SHAPE, &[$(&self.$slot),*], &self.unknown_fields)
                }
            }
        };

        impl $crate::wire::SchemaType for $name {
            type Codec = $crate::wire::ObjectCodec;
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::wire::fmt_object(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::objects_equal(self, other)
            }
        }

        $crate::serde_traits!($name);
    };
}

/// Implements `serde::Serialize` and `serde::Deserialize` for a [`Slot`](crate::wire::Slot).
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($name:ident) => {
        impl $crate::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, to)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::deserialize(from)
            }
        }
    };
    ($name:ident<$param:ident: $bound:ident + 'static>) => {
        impl<$param: $bound + 'static> $crate::serde::Serialize for $name<$param> {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, to)
            }
        }

        impl<'de, $param: $bound + 'static> $crate::serde::Deserialize<'de> for $name<$param> {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::deserialize(from)
            }
        }
    };
}

/// Defines the common methods of a request builder: `request!(ListInterview => ListInterviewResponse, paged);`.
///
/// For a request with a JSON body, `{ … }` contains the name of the body field: `request!(CreateNote { body } => CreateNoteResponse);`.
#[macro_export]
macro_rules! request {
    ($request:ident $({ $body:ident })? => $response:ty $(, $paged:ident)?) => {
        impl $request {
            /// Sends the request and returns the data of the response.
            ///
            /// # Errors
            /// Fails if the request is invalid, if no response arrives in time, or if Feishu rejects the call.
            /// [`ErrorKind`]($crate::ErrorKind) lists all causes.
            #[inline]
            pub fn send(self) -> $crate::CallFuture<$response> {
                self.into_call().send()
            }

            /// Sends the request and returns the data of the response with its metadata: log id, rate limit, mismatches.
            ///
            /// # Errors
            /// See [`send`](Self::send).
            #[inline]
            pub fn send_with_metadata(self) -> $crate::CallFuture<$crate::Response<$response>> {
                self.into_call().send_with_metadata()
            }

            /// Sets options of this request, such as its timeout.
            #[inline]
            pub fn call_options(mut self, options: $crate::CallOptions) -> Self {
                self.call.set_options(options);
                self
            }

            /// Returns the request as a `curl` command, with `$FEISHU_TOKEN` instead of the token. May contain personal data.
            ///
            /// # Errors
            /// Returns [`ErrorKind::InvalidParameter`]($crate::ErrorKind::InvalidParameter) if the request is invalid.
            #[inline]
            pub fn to_curl(&self) -> $crate::Result<::std::string::String> {
                ::core::clone::Clone::clone(self).into_call().to_curl()
            }

            #[inline]
            fn into_call(self) -> $crate::Call {
                self.call$(.json(&self.$body))?
            }
        }

        $($crate::request!(@$paged $request $response);)?
    };
    (@paged $request:ident $response:ty) => {
        impl $request {
            /// Returns a stream of the pages, starting at the page token that is set.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$response> {
                self.into_call().pages()
            }

            /// Returns a stream of the items of all pages, starting at the page token that is set.
            #[inline]
            pub fn items(self) -> $crate::Items<$response> {
                self.into_call().items()
            }
        }
    };
}

/// Defines the fields of a response that contain the items, the next page token and the flag for more pages:
/// `page!(ListInterviewResponse { items: Interview, page_token, has_more });`.
#[macro_export]
macro_rules! page {
    ($response:ident { $items:ident: $item:ty, $next:ident, $more:ident }) => {
        impl $crate::Page for $response {
            type Item = $item;

            #[inline]
            fn into_items(self) -> ::std::vec::Vec<Self::Item> {
                self.$items.into_vec()
            }

            #[inline]
            fn next_page(&self) -> ::core::option::Option<&str> {
                $crate::wire::page_token(&self.$next)
            }

            #[inline]
            fn has_more(&self) -> bool {
                ::core::matches!($crate::wire::Slot::view(&self.$more), $crate::wire::View::Bool(true))
            }
        }
    };
}
